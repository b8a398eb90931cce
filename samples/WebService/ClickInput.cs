namespace WebService;

/// <summary>A row for the model; NaN is missing.</summary>
internal sealed class ClickInput
{
    public float Age { get; set; }
    public float Hour { get; set; }
    public float Bid { get; set; }
    public float PastClicks { get; set; }
    public string Site { get; set; } = "";
    public string Campaign { get; set; } = "";
    public string Device { get; set; } = "";
    public string City { get; set; } = "";
}
