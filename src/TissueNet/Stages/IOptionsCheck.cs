namespace TissueNet.Stages;

/// <summary>Implemented by an <c>Options</c> record whose options depend on one another or on files; asked by the linter.</summary>
public interface IOptionsCheck
{
    /// <summary>Finds what is wrong beyond types and ranges; all of it at once.</summary>
    IEnumerable<OptionProblem> Check();
}
