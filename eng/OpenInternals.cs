// Copies assemblies and marks the listed internal members visible in the copies, which only the compiler reads.
// Arguments: the list, the folder for the copies, the assemblies. MLNetInternals.targets compiles and runs this file.
using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

// ECMA-335 II.23.1: the low three bits of the flags say who sees a type or member. By old value, the new one:
// internal becomes public, private protected becomes protected, the rest stays.
byte[] typeAccess = [1, 1, 2, 3, 4, 2, 4, 7];
byte[] memberAccess = [0, 1, 4, 6, 4, 5, 6, 7];
const int AccessMask = 7, NestedPrivateType = 3, PrivateMember = 1;

string[] lines = [.. File.ReadLines(args[0]).Select(line => line.Split('#')[0].Trim())];
HashSet<string> listed = [.. lines];
HashSet<string> found = [""];

string[] assemblies = args[2..];
byte[][] images = [.. assemblies.Select(File.ReadAllBytes)];

foreach (byte[] image in images)
    MarkListed(image);

int[] unknown = [.. Enumerable.Range(0, lines.Length).Where(i => !found.Contains(lines[i]))];
string searched = string.Join(" or ", assemblies.Select(Path.GetFileName));
foreach (int i in unknown)
    Console.Error.WriteLine($"{args[0]}({i + 1}): error MLNETDEEP001: '{lines[i]}' is no internal type or member of {searched}.");
if (unknown.Length > 0)
    return 1; // without copies, so that the next build tries again

foreach ((string assembly, byte[] image) in assemblies.Zip(images))
    File.WriteAllBytes(Path.Combine(args[1], Path.GetFileName(assembly)), image);
return 0;

void MarkListed(byte[] image)
{
    using PEReader file = new(ImmutableArray.Create(image));
    MetadataReader reader = file.GetMetadataReader();
    foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string typeName = FullName(reader, type);
        if (listed.Contains(typeName))
            Mark(typeName, FlagsOffset(handle, 0), typeAccess, NestedPrivateType);

        foreach (FieldDefinitionHandle field in type.GetFields())
            MarkMember(reader.GetFieldDefinition(field).Name, field, flagsColumn: 0);
        foreach (MethodDefinitionHandle method in type.GetMethods())
            MarkMember(reader.GetMethodDefinition(method).Name, method, flagsColumn: 6);
        foreach (PropertyDefinition property in type.GetProperties().Select(reader.GetPropertyDefinition))
        {
            MarkMember(property.Name, property.GetAccessors().Getter, flagsColumn: 6);
            MarkMember(property.Name, property.GetAccessors().Setter, flagsColumn: 6);
        }

        void MarkMember(StringHandle memberName, EntityHandle member, int flagsColumn)
        {
            string name = $"{typeName}.{reader.GetString(memberName)}";
            if (listed.Contains(name) && !member.IsNil)
                Mark(name, FlagsOffset(member, flagsColumn), memberAccess, PrivateMember);
        }
    }

    // The file offset of a row's flags, which lie `column` bytes into the row (ECMA-335 II.22.15, 26, 37).
    int FlagsOffset(EntityHandle handle, int column)
    {
        MetadataTokens.TryGetTableIndex(handle.Kind, out TableIndex table);
        int row = (MetadataTokens.GetRowNumber(handle) - 1) * reader.GetTableRowSize(table);
        return file.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(table) + row + column;
    }

    void Mark(string name, int offset, byte[] newAccess, int privateAccess)
    {
        int access = image[offset] & AccessMask;
        image[offset] = (byte)(image[offset] & ~AccessMask | newAccess[access]);
        if (access != privateAccess)
            found.Add(name);
    }
}

static string FullName(MetadataReader reader, TypeDefinition type)
{
    string name = reader.GetString(type.Name);
    if (type.IsNested)
        return $"{FullName(reader, reader.GetTypeDefinition(type.GetDeclaringType()))}+{name}";
    return type.Namespace.IsNil ? name : $"{reader.GetString(type.Namespace)}.{name}";
}
