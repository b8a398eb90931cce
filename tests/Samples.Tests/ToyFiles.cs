using System.Globalization;

namespace MLNetDeep;

/// <summary>Lines of small files that can be learned.</summary>
internal static class ToyFiles
{
    /// <summary>A header, quotes, separators and line ends inside quotes, missing values, a name per row; the label is a text.</summary>
    internal static IEnumerable<string> Shapes(int rows)
    {
        yield return "name,width,height,\"color, main\",empty,shape";
        for (int row = 0; row < rows; row++)
        {
            int shape = row % 3;
            string width = row % 11 == 0 ? "?" : Number(shape + row % 7 * 0.1);
            string height = row % 13 == 0 ? "" : Number(row % 5 - shape);
            string color = row % 2 == 0 ? "\"red, \"\"bright\"\"\"" : "\"light\nblue\"";
            yield return $"name{row}, {width},{height},{color},NaN,{(shape == 0 ? "circle" : shape == 1 ? "square" : "star")}";
        }
    }

    /// <summary>No header, semicolons; the last column is near the sum of the others.</summary>
    internal static IEnumerable<string> Sums(int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            double first = row * 37 % 101 / 10.0, second = row * 53 % 97 / 10.0;
            yield return $"{Number(first)};{Number(second)};{Number(first + second)}";
        }
    }

    /// <summary>A number and whether it is positive, in words of the caller.</summary>
    internal static IEnumerable<string> Signs(int rows, string negative, string positive)
    {
        for (int row = 0; row < rows; row++)
        {
            double number = (row * 29 % rows) - rows / 2 + 0.5;
            yield return $"{Number(number)}, {(number > 0 ? positive : negative)}";
        }
    }

    /// <summary>Two channels of 24 steps in the form of the UCR and UEA archives: noise, and somewhere in the second of them a bump or a dip.</summary>
    internal static IEnumerable<string> Bumps(int first, int count)
    {
        yield return "@univariate false";
        yield return "@dimensions 2";
        yield return "@classLabel true bump dip";
        yield return "@data";
        for (int number = first; number < first + count; number++)
        {
            int place = 3 + number * 7 % 17, height = number % 2 == 0 ? 3 : -3;
            double[] noise = [.. Enumerable.Range(0, 48).Select(step => (number * 31 + step * 17) % 13 / 13.0 - 0.5)];
            IEnumerable<double> bumpy = noise[24..].Select((value, step) => Math.Abs(step - place) < 3 ? value + height : value);
            yield return $"{string.Join(',', noise[..24].Select(Number))}:{string.Join(',', bumpy.Select(Number))}:{(height > 0 ? "bump" : "dip")}";
        }
    }

    /// <summary>Series of 5 to 12 steps in the form of the UCR and UEA archives, with a number missing: their second channel rises or falls.</summary>
    internal static IEnumerable<string> Slopes(int first, int count)
    {
        yield return "@dimensions 2";
        yield return "@equalLength false";
        yield return "@classLabel true falls rises";
        yield return "@data";
        for (int number = first; number < first + count; number++)
        {
            int length = 5 + number * 7 % 8;
            double slope = number % 2 == 0 ? 1 : -1;
            IEnumerable<string> noise = Enumerable.Range(0, length).Select(step => step == 2 ? "?" : Number((number * 31 + step * 17) % 13 / 13.0 - 0.5));
            IEnumerable<string> line = Enumerable.Range(0, length).Select(step => Number(slope * (step - length / 2) + (number * 13 + step * 5) % 7 / 7.0));
            yield return $"{string.Join(',', noise)}:{string.Join(',', line)}:{(slope > 0 ? "rises" : "falls")}";
        }
    }

    /// <summary>Texts and labels in which "not" turns the meaning of the word behind it.</summary>
    internal static IEnumerable<string> Opinions(int first, int count)
    {
        string[] things = ["tea", "cake", "soup", "bread", "coffee"];
        for (int number = first; number < first + count; number++)
        {
            bool isGood = number % 2 == 0, isTurned = number / 2 % 2 == 0;
            yield return $"the {things[number % things.Length]} was {(isTurned ? "not " : "")}{(isGood ? "good" : "bad")} !\t{(isGood != isTurned ? 1 : 0)}";
        }
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
