using System.CommandLine;
using System.Globalization;
using TissueNet.Cli.Output;

namespace TissueNet.Cli.Commands;

/// <summary>Reads numbers of the command line, and says what was expected in words instead of types.</summary>
internal static class Numbers
{
    /// <summary>Makes an option read a whole number within a range.</summary>
    /// <param name="option">The option.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="most">The most that is allowed.</param>
    /// <returns>The option.</returns>
    public static Option<int?> Within(this Option<int?> option, int least, int most = int.MaxValue)
    {
        option.CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number)
                && number >= least && number <= most)
            {
                return number;
            }

            string range = most == int.MaxValue ? $"{Figures.Count(least)} or more" : $"{Figures.Count(least)} to {Figures.Count(most)}";
            result.AddError($"{option.Name} is '{text}'; expected a whole number, {range}.");
            return null;
        };
        return option;
    }
}
