namespace Tabular;

/// <summary>Makes up clicks. Whether somebody clicks depends on pairs of columns, which a linear model cannot see.</summary>
internal static class Clicks
{
    private const int SiteCount = 200, CampaignCount = 40, DeviceCount = 24, CityCount = 400, TopicCount = 3;

    /// <summary>Rows one by one, the same for the same seed, and the first of them for a smaller count too.</summary>
    public static IEnumerable<ClickRow> Rows(int count, int seed)
    {
        Random random = new(seed);
        double[] siteAppeal = Draw(random, SiteCount), campaignAppeal = Draw(random, CampaignCount), cityAppeal = Draw(random, CityCount);
        for (int i = 0; i < count; i++)
        {
            int site = LongTail(random, SiteCount), campaign = LongTail(random, CampaignCount);
            int device = LongTail(random, DeviceCount), city = LongTail(random, CityCount);
            double age = random.Next(18, 80), hour = random.Next(24), bid = 0.1 + 2 * random.NextDouble();
            int pastClicks = (int)(12 * Math.Pow(random.NextDouble(), 4));

            int topic = campaign % TopicCount;
            double targetAge = 25 + 20 * topic;
            double bestHour = device % 2 == 0 ? 20 : 9; // phones in the evening, desktops in the morning
            double logOdds = -5.5
                + (site % TopicCount == topic ? 3 : 0)
                + 3.5 * Math.Exp(-Math.Pow((age - targetAge) / 12, 2))
                + 1.5 * Math.Cos((hour - bestHour) * Math.Tau / 24)
                + 0.5 * Math.Log(1 + pastClicks)
                + 0.3 * bid + siteAppeal[site] + campaignAppeal[campaign] + 0.5 * cityAppeal[city];
            yield return new ClickRow
            {
                Age = random.NextDouble() < 0.1 ? float.NaN : (float)age,
                Hour = (float)hour,
                Bid = (float)bid,
                PastClicks = random.NextDouble() < 0.2 ? float.NaN : pastClicks,
                Site = $"site{site}",
                Campaign = $"campaign{campaign}",
                Device = $"device{device}",
                City = $"city{city}",
                IsClicked = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds)),
            };
        }
    }

    private static double[] Draw(Random random, int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = 2 * random.NextDouble() - 1;
        }
        return values;
    }

    /// <summary>A number below the count; small ones are much more frequent.</summary>
    private static int LongTail(Random random, int count) => (int)(count * Math.Pow(random.NextDouble(), 3));
}
