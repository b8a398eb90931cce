using System.Buffers.Binary;

namespace MLNetDeep.Tests;

/// <summary>Small files of kinds that Skia reads and does not write.</summary>
internal static class ToyFiles
{
    /// <summary>A baseline JPEG of 8 × 8 pixels of one color.</summary>
    /// <param name="components">
    /// The components as stored, from 1 to 64 or from 192 to 255: one is gray; four are cyan, magenta, yellow and black, 255 being none of it.
    /// </param>
    internal static byte[] Jpeg(params byte[] components)
    {
        List<byte> file = [0xFF, 0xD8];
        if (components.Length == 4)
        {
            file.AddRange([0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]); // no transform: CMYK
        }
        file.AddRange([0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)4, 64)]); // a DC coefficient of 1 is half a level
        file.AddRange([0xFF, 0xC0, 0, (byte)(8 + 3 * components.Length), 8, 0, 8, 0, 8, (byte)components.Length]);
        file.AddRange(Enumerable.Range(1, components.Length).SelectMany(id => new byte[] { (byte)id, 0x11, 0 }));
        file.AddRange([0xFF, 0xC4, 0, 20, 0x00, 0, 0, 0, 1, .. new byte[12], 8]); // DC: the code 0000 says 8 bits follow
        file.AddRange([0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0]); // AC: the code 0 ends the block
        file.AddRange([0xFF, 0xDA, 0, (byte)(6 + 2 * components.Length), (byte)components.Length]);
        file.AddRange(Enumerable.Range(1, components.Length).SelectMany(id => new byte[] { (byte)id, 0 }));
        file.AddRange([0, 63, 0]);
        string bits = string.Concat(components.Select(component => $"0000{Level(component):b8}0"));
        foreach (char[] eight in bits.PadRight((bits.Length + 7) / 8 * 8, '1').Chunk(8))
        {
            byte value = Convert.ToByte(new string(eight), 2);
            file.AddRange(value == 0xFF ? [0xFF, 0] : [value]);
        }
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    /// <summary>A GIF of two colors, one of them transparent if asked for.</summary>
    internal static byte[] Gif(int width, int height, (byte Red, byte Green, byte Blue) first, (byte Red, byte Green, byte Blue) second, Func<int, int, bool> isSecond, bool isFirstTransparent = false)
    {
        List<byte> file = [.. "GIF89a"u8, (byte)width, 0, (byte)height, 0, 0x80, 0, 0, first.Red, first.Green, first.Blue, second.Red, second.Green, second.Blue];
        if (isFirstTransparent)
        {
            file.AddRange([0x21, 0xF9, 4, 1, 0, 0, 0, 0]);
        }
        file.AddRange([0x2C, 0, 0, 0, 0, (byte)width, 0, (byte)height, 0, 0, 2]);
        string bits = ""; // codes of three bits, the first bit last: 4 empties the dictionary before codes grow, 5 ends
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            bits = $"{(isSecond(pixel % width, pixel / width) ? "001" : "000")}{(pixel % 2 == 0 ? "100" : "")}{bits}";
        }
        bits = $"101{bits}";
        bits = bits.PadLeft((bits.Length + 7) / 8 * 8, '0');
        byte[] codes = [.. bits.Chunk(8).Reverse().Select(eight => Convert.ToByte(new string(eight), 2))];
        foreach (byte[] block in codes.Chunk(255))
        {
            file.AddRange([(byte)block.Length, .. block]);
        }
        return [.. file, 0, 0x3B];
    }

    /// <summary>A BMP of 24 bits a pixel.</summary>
    internal static byte[] Bmp(int width, int height, Func<int, int, SKColor> color)
    {
        int stride = (3 * width + 3) / 4 * 4;
        byte[] file = new byte[54 + stride * height];
        "BM"u8.CopyTo(file);
        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        Write(2, file.Length);
        Write(10, 54);
        Write(14, 40);
        Write(18, width);
        Write(22, height);
        Write(26, 1 + (24 << 16)); // one plane, 24 bits
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                SKColor pixel = color(x, height - 1 - y); // from bottom to top
                (int at, byte[] bytes) = (54 + y * stride + 3 * x, [pixel.Blue, pixel.Green, pixel.Red]);
                bytes.CopyTo(file, at);
            }
        }
        return file;
    }

    /// <summary>A JPEG with the EXIF tag that says how the camera was held.</summary>
    /// <param name="jpeg">The file without.</param>
    /// <param name="orientation">1 to 8.</param>
    internal static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif"u8, 0, 0, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>The eight bits that code twice the difference of a component from 128: of negative ones, the complement.</summary>
    private static int Level(byte component) => 2 * (component - 128) + (component < 128 ? 255 : 0);
}
