// Makes and frees larger and larger tensors, and writes how many pages the system had to give for them.
// Argument: whether the heap keeps what is freed, yes or no.
using System.Globalization;
using MLNetDeep;

const int Largest = 30, Megabyte = 1 << 18; // numbers

LibTorch.Load();
if (args is ["yes"])
{
    NativeHeap.KeepFreed();
}
ones(1).Dispose();
long before = PageFaults();
for (int size = 1; size <= Largest; size++)
{
    ones(size * Megabyte).Dispose();
}
Console.WriteLine(PageFaults() - before);

static long PageFaults() // proc(5): minor faults are the eighth word behind the name
{
    string status = File.ReadAllText("/proc/self/stat");
    return long.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
}
