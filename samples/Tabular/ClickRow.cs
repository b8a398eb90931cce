using Microsoft.ML.Data;

namespace Tabular;

/// <summary>One showing of an advertisement; NaN is missing.</summary>
internal sealed class ClickRow
{
    public float Age { get; set; }
    public float Hour { get; set; }
    public float Bid { get; set; }
    public float PastClicks { get; set; }
    public string Site { get; set; } = "";
    public string Campaign { get; set; } = "";
    public string Device { get; set; } = "";
    public string City { get; set; } = "";

    [ColumnName("Label")]
    public bool IsClicked { get; set; }
}
