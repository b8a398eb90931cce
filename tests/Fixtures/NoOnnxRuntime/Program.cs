// References no native library of ONNX Runtime. Arguments: a model whose score is one number, the data in ML.NET's binary form.
// Writes the scores of the rows one by one, as bits, in Base64; then scores them together, which needs the library.
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

try
{
    MLContext ml = new();
    ITransformer model = ml.Model.Load(args[0], out _);
    IDataView data = ml.Data.LoadFromBinary(args[1]);
    IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
    using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
    using DataViewRow row = mapper.GetRow(cursor, [mapper.OutputSchema["Score"]]);
    ValueGetter<float> getter = row.GetGetter<float>(mapper.OutputSchema["Score"]);
    List<float> scores = [];
    while (cursor.MoveNext())
    {
        float score = 0;
        getter(ref score);
        scores.Add(score);
    }
    Console.WriteLine(Convert.ToBase64String(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(scores))));
    Console.WriteLine(model.Transform(data).GetColumn<float>("Score").Sum());
    return 0;
}
catch (Exception exception)
{
    Console.Error.WriteLine(exception.GetBaseException().Message);
    return 1;
}
