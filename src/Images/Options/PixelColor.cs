using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>The channels that an image is made into.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PixelColor>))]
public enum PixelColor
{
    /// <summary>One channel: 0.299 of red, 0.587 of green and 0.114 of blue (ITU-R BT.601). What is transparent becomes black.</summary>
    Gray,

    /// <summary>Three channels: red, green, blue. What is transparent becomes black.</summary>
    Rgb,

    /// <summary>Four channels: the three of <see cref="Rgb"/>, and opacity, from 0 (transparent) to 255.</summary>
    Rgba,
}
