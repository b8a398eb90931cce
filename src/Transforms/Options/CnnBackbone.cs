using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What a convolutional network looks at its input with. Each works on images and, with kernels of one dimension, on signals.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CnnBackbone>))]
public enum CnnBackbone
{
    /// <summary><see cref="Plain"/> for images, <see cref="InceptionTime"/> for signals.</summary>
    Automatic,

    /// <summary>Stages of convolution, batch normalization and activation; each ends in a pooling that halves the map and the next has twice the channels (Simonyan and Zisserman 2014, arXiv 1409.1556).</summary>
    Plain,

    /// <summary>Three stages of residual blocks at full, half and quarter size, for small images: 6n+2 layers for n blocks per stage (He et al. 2016, arXiv 1512.03385, section 4.2).</summary>
    SmallResNet,

    /// <summary>A stem that quarters the image and four stages of residual blocks, for images from about 64 pixels (He et al. 2016, arXiv 1512.03385, table 1); with two blocks per stage it is ResNet-18.</summary>
    ResNet18,

    /// <summary>Convolutions split into one per channel and one across channels, which takes a fraction of the operations (Howard et al. 2017, arXiv 1704.04861).</summary>
    Separable,

    /// <summary>Three wide convolutions without pooling, for signals (FCN: Wang et al. 2017, arXiv 1611.06455).</summary>
    FullyConvolutional,

    /// <summary>Three residual blocks of three convolutions each, for signals (Wang et al. 2017, arXiv 1611.06455).</summary>
    SignalResNet,

    /// <summary>Modules that look at a signal with kernels of several lengths at once (Fawaz et al. 2020, arXiv 1909.04939); one network, not the paper's five.</summary>
    InceptionTime,
}
