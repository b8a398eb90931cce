namespace MLNetDeep;

/// <summary>A step of a pipeline for rows alone: what a prediction engine asks of a transformer, and no more.</summary>
/// <param name="createMapper">Makes the mapper for a schema.</param>
internal sealed class RowStep(Func<DataViewSchema, IRowToRowMapper> createMapper) : ITransformer
{
    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => createMapper(inputSchema).OutputSchema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => createMapper(inputSchema);

    public IDataView Transform(IDataView input) => throw new NotSupportedException("This step maps rows of prediction engines only.");

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("This step is part of an engine and is not saved.");
}
