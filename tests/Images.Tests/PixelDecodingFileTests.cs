using System.Text;

namespace MLNetDeep.Tests;

/// <summary>What the model file holds, damaged in every way.</summary>
[TestClass]
public sealed class PixelDecodingFileTests
{
    private static readonly PixelColumn s_column = new()
    {
        OutputColumnName = "Features",
        InputColumnName = "Path",
        Options = new DecodePixelsOptions { Width = 3, Height = 2 },
    };

    [TestMethod]
    public void Column_WrittenAndRead_IsTheSame() => Assert.AreEqual(s_column, Read(Write(s_column)));

    [TestMethod]
    public void NewerFormat_IsRefusedByName()
    {
        byte[] file = Write(s_column);
        file[0]++;
        Assert.AreEqual(
            "The pixel decoder in the model file has format 2; this version of MLNetDeep reads up to 1. Update the MLNetDeep.Images package.", Error(file));
    }

    [TestMethod]
    [DataRow("\"Width\":3", "\"Width\":0", "Width must be from 1 to 16384. (Parameter 'Width') Actual value was 0")]
    [DataRow("\"Color\":\"Rgb\"", "\"Color\":9", "Color must be one of Gray, Rgb, Rgba. (Parameter 'Color') Actual value was 9")]
    [DataRow("\"Path\"", "\"\"", "InputColumnName must be a column name. (Parameter 'InputColumnName') Actual value was ")]
    public void Values_OutOfRange_AreNamed(string text, string other, string problem) =>
        Assert.AreEqual(Damaged(problem), Error(Write(Encoding.UTF8.GetString(Write(s_column)[8..]).Replace(text, other, StringComparison.Ordinal))));

    [TestMethod]
    public void Length_ThatCannotBe_IsRefused()
    {
        byte[] file = Write(s_column);
        file[7] = 0x7F;
        Assert.Contains("their length is 213", Error(file));
    }

    [TestMethod]
    public void File_CutAnywhere_IsDamaged()
    {
        byte[] file = Write(s_column);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.StartsWith("The model file is damaged: the options of the pixel decoder cannot be understood: ", Error(file[..length]));
        }
    }

    private static string Damaged(string problem) =>
        $"The model file is damaged: the options of the pixel decoder cannot be understood: {problem}. Save the model again.";

    private static string Error(byte[] file) => Assert.ThrowsExactly<FormatException>(() => Read(file)).Message;

    private static byte[] Write(PixelColumn column)
    {
        using MemoryStream file = new();
        using BinaryWriter writer = new(file);
        PixelDecodingFile.Write(column, writer);
        return file.ToArray();
    }

    private static byte[] Write(string json)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        return [.. BitConverter.GetBytes(PixelDecodingFile.Format), .. BitConverter.GetBytes(text.Length), .. text];
    }

    private static PixelColumn Read(byte[] file)
    {
        using BinaryReader reader = new(new MemoryStream(file));
        return PixelDecodingFile.Read(reader);
    }
}
