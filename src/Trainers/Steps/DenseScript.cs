namespace MLNetDeep;

/// <summary>The script of a whole training step of a dense network: forward, backward by hand, clip, optimize.</summary>
/// <remarks>
/// Layers are told by codes, and their weights stand in the order of the layers in <c>weights</c>; gradients are written over those in <c>into</c>.
/// For computing in another precision, <c>copies</c> holds the trained weights and the buffer that they are converted to, of which the
/// matrices and biases in <c>weights</c> are views then. Losses and their gradients are those of the three tasks.
/// </remarks>
internal static class DenseScript
{
    /// <summary>Codes of layers; those of activations follow in the order of <see cref="Activation"/>.</summary>
    internal const long Dense = 0, BatchNormalization = 1, LayerNormalization = 2, Dropout = 3, FirstActivation = 4;

    /// <summary>Continues the source of <see cref="TrainingScript"/>. Codes of tasks are those of <see cref="TaskKind"/>.</summary>
    internal const string Source = """
        def loss_and_gradient(task: int, outputs: Tensor, targets: Tensor, row_weights: List[Tensor]):
            if task == 0:
                logits = outputs.squeeze(-1)
                losses = torch.binary_cross_entropy_with_logits(logits, targets, None, None, 0)
                gradient = (torch.sigmoid(logits) - targets).unsqueeze(-1)
            elif task == 1:
                logs = torch.log_softmax(outputs, 1)
                labels = targets.unsqueeze(1)
                losses = -logs.gather(1, labels).squeeze(1)
                gradient = logs.exp()
                gradient.scatter_add_(1, labels, torch.full_like(labels, -1, dtype=gradient.dtype))
            else:
                errors = outputs.squeeze(-1) - targets
                losses = errors.square()
                gradient = (2 * errors).unsqueeze(-1)
            for weights in row_weights:
                losses = losses * weights
                gradient = gradient * weights.unsqueeze(1)
            return losses.mean(), gradient.div_(targets.size(0))

        def activation(kind: int, input: Tensor):
            if kind == 4:
                return torch.relu_(input)
            elif kind == 5:
                return torch.gelu(input)
            elif kind == 6:
                return torch.silu(input)
            elif kind == 7:
                return torch.selu(input)
            elif kind == 8:
                return torch.mish(input)
            else:
                return torch.tanh(input)

        def activation_backward(kind: int, gradient: Tensor, input: Tensor, output: Tensor):
            if kind == 4:
                return torch.threshold_backward(gradient, output, 0, grad_input=gradient)
            elif kind == 5:
                return torch.gelu_backward(gradient, input)
            elif kind == 6:
                return torch.silu_backward(gradient, input)
            elif kind == 7:
                return torch.elu_backward(gradient, 1.6732632423543772, 1.0507009873554805, 1.0, False, input)
            elif kind == 8:
                return torch.mish_backward(gradient, input)
            else:
                return torch.tanh_backward(gradient, output)

        def forward(kinds: List[int], values: List[Tensor], masks: List[Tensor], weights: List[Tensor]):
            statistics: List[Tensor] = []
            weight = 0
            mask = 0
            for kind in kinds:
                input = values[-1]
                if kind == 0:
                    output = torch.addmm(weights[weight + 1], input, weights[weight].t())
                    weight += 2
                elif kind == 1:
                    output, mean, scale = torch.native_batch_norm(
                        input, weights[weight], weights[weight + 1], weights[weight + 2], weights[weight + 3], input.size(0) > 1, 0.1, 1e-5)
                    statistics += [mean, scale]
                    weight += 4
                elif kind == 2:
                    normalized, mean, scale = torch.native_layer_norm(input.float(), [input.size(1)], weights[weight], weights[weight + 1], 1e-5)
                    output = normalized.to(input.dtype)
                    statistics += [mean, scale]
                    weight += 2
                elif kind == 3:
                    output = input * masks[mask].to(input.dtype)
                    mask += 1
                else:
                    output = activation(kind, input)
                values.append(output)
            return statistics

        def backward(kinds: List[int], gradient: Tensor, values: List[Tensor], statistics: List[Tensor], masks: List[Tensor], weights: List[Tensor], into: List[Tensor]):
            weight = len(weights)
            statistic = len(statistics)
            mask = len(masks)
            layer = len(kinds)
            while layer > 0:
                layer -= 1
                kind = kinds[layer]
                input = values[layer]
                if kind == 0:
                    weight -= 2
                    if gradient.dtype == into[weight].dtype:
                        torch.mm(gradient.t(), input, out=into[weight])
                    else:
                        into[weight].copy_(torch.mm(gradient.t(), input))
                    torch.sum(gradient, [0], dtype=into[weight + 1].dtype, out=into[weight + 1])
                    if layer > 0:
                        gradient = torch.mm(gradient, weights[weight])
                elif kind == 1:
                    weight -= 4
                    statistic -= 2
                    gradient, of_scale, of_bias = torch.native_batch_norm_backward(
                        gradient, input, weights[weight], weights[weight + 2], weights[weight + 3], statistics[statistic], statistics[statistic + 1],
                        input.size(0) > 1, 1e-5, [True, True, True])
                    into[weight].copy_(of_scale)
                    into[weight + 1].copy_(of_bias)
                elif kind == 2:
                    weight -= 2
                    statistic -= 2
                    of_input, of_scale, of_bias = torch.native_layer_norm_backward(
                        gradient.float(), input.float(), [input.size(1)], statistics[statistic], statistics[statistic + 1],
                        weights[weight], weights[weight + 1], [True, True, True])
                    gradient = of_input.to(input.dtype)
                    into[weight].copy_(of_scale)
                    into[weight + 1].copy_(of_bias)
                elif kind == 3:
                    mask -= 1
                    gradient = gradient.mul_(masks[mask].to(input.dtype))
                else:
                    gradient = activation_backward(kind, gradient, input, values[layer + 1])

        def step(kinds: Tensor, features: Tensor, targets: Tensor, row_weights: List[Tensor], masks: List[Tensor],
                weights: List[Tensor], into: List[Tensor], copies: List[Tensor], task: int, all_gradients: Tensor, limit: float,
                groups: List[Tensor], group_gradients: List[Tensor], means: List[Tensor], variances: List[Tensor], factors: Tensor, count: Tensor,
                rate: float, decay: float):
            layers: List[int] = kinds.tolist()
            values = [features]
            if len(copies) == 2:
                copies[1].copy_(copies[0])
                values = [features.to(copies[1].dtype)]
            statistics = forward(layers, values, masks, weights)
            outputs = values[-1]
            loss, gradient = loss_and_gradient(task, outputs.float(), targets, row_weights)
            backward(layers, gradient.to(outputs.dtype), values, statistics, masks, weights, into)
            clip(all_gradients, limit)
            done = adamw(groups, group_gradients, means, variances, factors, count, rate, decay)
            return [loss] + done

        """;
}
