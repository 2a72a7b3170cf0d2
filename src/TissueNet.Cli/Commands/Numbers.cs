using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
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

    /// <summary>Makes the remaining options of a command that take numbers complain in words, too.</summary>
    public static void SpeakPlainly(Command command)
    {
        foreach (Option option in command.Options)
        {
            switch (option)
            {
                case Option<int> { CustomParser: null } whole:
                    whole.CustomParser = result => Whole(option, result) ?? 0;
                    break;
                case Option<int?> { CustomParser: null } whole:
                    whole.CustomParser = result => Whole(option, result);
                    break;
                case Option<double?> { CustomParser: null } number:
                    number.CustomParser = result => Read<double>(option, result, NumberStyles.Float, "a number");
                    break;
                default:
                    break;
            }
        }
    }

    private static int? Whole(Option option, ArgumentResult result) => Read<int>(option, result, NumberStyles.AllowLeadingSign, "a whole number");

    private static T? Read<T>(Option option, ArgumentResult result, NumberStyles style, string what)
        where T : struct, INumber<T>
    {
        string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        if (T.TryParse(text, style, CultureInfo.InvariantCulture, out T number))
        {
            return number;
        }

        result.AddError($"{option.Name} is '{text}'; expected {what}.");
        return null;
    }
}
