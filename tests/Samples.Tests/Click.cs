using System.Globalization;

namespace MLNetDeep;

/// <summary>A row of the made-up clicks.</summary>
internal sealed class Click
{
    public float Age { get; set; }
    public float Hour { get; set; }
    public float Bid { get; set; }
    public float PastClicks { get; set; }
    public string Site { get; set; } = "";
    public string Campaign { get; set; } = "";
    public string Device { get; set; } = "";
    public string City { get; set; } = "";

    /// <summary>Reads a line of their file; what is empty is missing.</summary>
    internal static Click Parse(string line)
    {
        string[] cells = line.Split(',');
        return new Click
        {
            Age = Number(cells[0]),
            Hour = Number(cells[1]),
            Bid = Number(cells[2]),
            PastClicks = Number(cells[3]),
            Site = cells[4],
            Campaign = cells[5],
            Device = cells[6],
            City = cells[7],
        };
    }

    private static float Number(string cell) => cell == "" ? float.NaN : float.Parse(cell, CultureInfo.InvariantCulture);
}

/// <summary>What is read of a prediction.</summary>
internal sealed class ClickScores
{
    public float Score { get; set; }
    public float Probability { get; set; }
    public bool PredictedLabel { get; set; }
}
