namespace TissueNet.Stages;

/// <summary>Implemented by the options of a stage that holds leased memory of its own, beside its items; asked by the linter.</summary>
public interface ILeaseHolder
{
    /// <summary>Bytes that the stage keeps leased while the run lasts: a cache, a session's input tensors.</summary>
    /// <param name="patchBytes">Bytes of one patch, when known.</param>
    /// <param name="parallel">Calls at once.</param>
    /// <param name="batch">Items per batch.</param>
    long HeldBytes(long? patchBytes, int parallel, int batch);
}
