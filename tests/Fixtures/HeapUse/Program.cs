// Makes and frees larger and larger tensors, and writes how many pages the system had to give for them, and how many are still there at the end.
// Argument: whether the heap keeps what is freed, yes or no.
using System.Globalization;
using MLNetDeep;
using static TorchSharp.torch;

const int Largest = 80, Megabyte = 1 << 18; // numbers

LibTorch.Load();
ones(1).Dispose();
long pages = Pages(), faults = PageFaults();
using (args is ["yes"] ? new NativeHeap() : null)
{
    for (int size = 1; size <= Largest; size++)
    {
        ones(size * Megabyte).Dispose();
    }
    faults = PageFaults() - faults;
}
Console.WriteLine($"{faults} {Pages() - pages}");

static long PageFaults() // proc(5): minor faults are the eighth word behind the name
{
    string status = File.ReadAllText("/proc/self/stat");
    return long.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
}

static long Pages() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture); // resident
