using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace MLNetDeep;

[TestClass]
public sealed class WebServiceTests
{
    private const string Body = """{"Age":25,"Hour":20,"Bid":1,"PastClicks":null,"Site":"site0","Campaign":"campaign0","Device":"device0","City":"city7"}""";
    private static WebService s_service = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context) => s_service = await WebService.Start();

    [ClassCleanup]
    public static void Stop() => s_service.Dispose();

    [TestMethod]
    public async Task Predict_GivesAProbability()
    {
        JsonNode answer = (await (await Post(Body)).Content.ReadFromJsonAsync<JsonNode>())!;
        float probability = answer["probability"]!.GetValue<float>();
        Assert.IsTrue(probability is > 0 and < 1, $"{probability}");
        Assert.AreEqual(probability > 0.5f, answer["predictedLabel"]!.GetValue<bool>());
        Assert.AreEqual(HttpStatusCode.OK, (await Post("""{"site":"s","campaign":"c","device":"d","city":"c"}""")).StatusCode); // numbers may be missing
    }

    [TestMethod]
    [DataRow("", 400)]
    [DataRow("{", 400)]
    [DataRow("[]", 400)]
    [DataRow("null", 400)]
    [DataRow("""{"Age":25}""", 400)]
    [DataRow("""{"Age":NaN,"Site":"s","Campaign":"c","Device":"d","City":"c"}""", 400)]
    [DataRow("""{"Age":1e999,"Site":"s","Campaign":"c","Device":"d","City":"c"}""", 400)]
    [DataRow("""{"Age":"old","Site":"s","Campaign":"c","Device":"d","City":"c"}""", 400)]
    [DataRow("""{"Age":1,"Age":2,"Site":"s","Campaign":"c","Device":"d","City":"c"}""", 400)]
    [DataRow("""{"Site":null,"Campaign":"c","Device":"d","City":"c"}""", 400)]
    [DataRow("""{"Site":"s","Campaign":"c","Device":"d","City":"c","Color":"red"}""", 400)]
    public async Task Predict_OfABadBody_IsAProblem(string body, int status) => await AssertProblem(await Post(body), status);

    [TestMethod]
    public async Task Predict_OfValuesOutOfRange_NamesThem()
    {
        HttpResponseMessage response = await Post($$"""{"Age":-1,"Hour":24,"Site":" ","Campaign":"c","Device":"d","City":"{{new string('c', 101)}}"}""");
        JsonNode problem = await AssertProblem(response, 400);
        Assert.AreEqual("Age must be 0 to 150, or left out.", problem["errors"]!["Age"]![0]!.GetValue<string>());
        Assert.AreEqual("Hour must be 0 to 23, or left out.", problem["errors"]!["Hour"]![0]!.GetValue<string>());
        Assert.AreEqual("Site must be a text of 1 to 100 characters.", problem["errors"]!["Site"]![0]!.GetValue<string>());
        Assert.AreEqual("City must be a text of 1 to 100 characters.", problem["errors"]!["City"]![0]!.GetValue<string>());
    }

    [TestMethod]
    public async Task Predict_OfALargeBody_IsAProblem() => await AssertProblem(await Post($$"""{"Site":"{{new string('s', 5000)}}"}"""), 413);

    [TestMethod]
    public async Task Predict_OfMoreThanMayWait_IsAProblem()
    {
        using WebService service = await WebService.Start("--Clicks:MaximumQueueLength", "0");
        HttpResponseMessage[] responses = [];
        for (int round = 0; round < 100 && responses.All(response => response.StatusCode == HttpStatusCode.OK); round++)
        {
            responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => service.Client.PostAsync("/predict", new StringContent(Body, Encoding.UTF8, "application/json"))));
        }
        await AssertProblem(responses.First(response => response.StatusCode != HttpStatusCode.OK), 503);
    }

    [TestMethod]
    public async Task Predict_OfAnotherContentTypeOrMethod_IsAProblem()
    {
        await AssertProblem(await s_service.Client.PostAsync("/predict", new StringContent("Age=25", Encoding.UTF8, "text/plain")), 415);
        await AssertProblem(await s_service.Client.GetAsync("/predict"), 405);
        await AssertProblem(await s_service.Client.GetAsync("/other"), 404);
    }

    /// <summary>MLNETDEEP_FUZZ sets how many bodies; 10,000 take a few seconds.</summary>
    [TestMethod]
    public async Task Predict_OfDamagedBodies_IsNeverAnErrorOfTheServer()
    {
        Random random = new(1);
        int count = int.Parse(Environment.GetEnvironmentVariable("MLNETDEEP_FUZZ") ?? "500", System.Globalization.CultureInfo.InvariantCulture);
        for (int trial = 0; trial < count; trial++)
        {
            byte[] body = Damaged(random);
            using ByteArrayContent content = new(body);
            content.Headers.ContentType = new("application/json");
            HttpResponseMessage response = await s_service.Client.PostAsync("/predict", content);
            if (response.StatusCode != HttpStatusCode.OK) // some damage does not matter
            {
                Assert.IsTrue((int)response.StatusCode is 400 or 413, $"{response.StatusCode}: {Convert.ToBase64String(body)}");
                await AssertProblem(response, (int)response.StatusCode);
            }
        }
        Assert.IsTrue(s_service.IsRunning);
        Assert.AreEqual(HttpStatusCode.OK, (await Post(Body)).StatusCode);
    }

    [TestMethod]
    public async Task Health_IsDegradedWhileTheFileIsDamaged()
    {
        Assert.AreEqual("Healthy", await s_service.Client.GetStringAsync("/health"));
        byte[] good = await File.ReadAllBytesAsync(s_service.ModelPath);
        await File.WriteAllTextAsync(s_service.ModelPath, "no model");
        await HealthBecomes("Degraded");
        Assert.AreEqual(HttpStatusCode.OK, (await Post(Body)).StatusCode);
        await File.WriteAllBytesAsync(s_service.ModelPath, good);
        await HealthBecomes("Healthy");
    }

    [TestMethod]
    public async Task Metrics_CountRequests()
    {
        await Post(Body);
        long before = await Requests();
        await Post(Body);
        Assert.AreEqual(before + 1, await Requests());

        static async Task<long> Requests() =>
            (await s_service.Client.GetFromJsonAsync<JsonNode>("/metrics"))!["mlnetdeep.predictor.requests"]!["count"]!.GetValue<long>();
    }

    [TestMethod]
    public async Task Document_DescribesTheRequest()
    {
        JsonNode document = (await s_service.Client.GetFromJsonAsync<JsonNode>("/openapi/v1.json"))!;
        JsonNode operation = document["paths"]!["/predict"]!["post"]!;
        Assert.IsNotNull(operation["responses"]!["200"]);
        Assert.IsNotNull(operation["responses"]!["400"]);
        Assert.IsNotNull(document["components"]!["schemas"]!["ClickRequest"]!["properties"]!["pastClicks"]);
    }

    [TestMethod]
    public async Task Page_IsServed() => Assert.Contains("<h1>Will somebody click?</h1>", await s_service.Client.GetStringAsync("/"));

    [TestMethod]
    public async Task Published_HasNoLibTorch()
    {
        DirectoryInfo root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "MLNetDeep.sln")))
        {
            root = root.Parent!;
        }
        DirectoryInfo folder = Directory.CreateTempSubdirectory("published-");
        try
        {
            string configuration = Path.GetFileName(WebService.ProgramFolder);
            string[] arguments = ["publish", Path.Combine(root.FullName, "samples", "WebService"), "--no-build", "-c", configuration, "-o", folder.FullName];
            using Process publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
            string output = await publish.StandardOutput.ReadToEndAsync();
            await publish.WaitForExitAsync();
            Assert.AreEqual(0, publish.ExitCode, output);
            FileInfo[] files = folder.GetFiles("*", SearchOption.AllDirectories);
            Assert.IsTrue(files.Any(file => file.Name == "WebService.dll"));
            Assert.IsTrue(files.Any(file => file.Name.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase)));
            Assert.IsFalse(files.Any(file => file.Name.Contains("torch", StringComparison.OrdinalIgnoreCase)), string.Join(", ", files.Select(file => file.Name)));
            Console.WriteLine($"Published: {files.Sum(file => file.Length) / 1e6:F0} MB, for all platforms");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<HttpResponseMessage> Post(string body) => s_service.Client.PostAsync("/predict", new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<JsonNode> AssertProblem(HttpResponseMessage response, int status)
    {
        Assert.AreEqual(status, (int)response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.AreEqual(status, problem["status"]!.GetValue<int>());
        Assert.IsNotNull(problem["title"]);
        return problem;
    }

    private static async Task HealthBecomes(string expected)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(50));
        while (await s_service.Client.GetStringAsync("/health", patience.Token) != expected)
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>The good body with bytes changed, removed, doubled or put in.</summary>
    private static byte[] Damaged(Random random)
    {
        List<byte> body = [.. Encoding.UTF8.GetBytes(Body)];
        int changes = random.Next(1, 8);
        for (int change = 0; change < changes && body.Count > 0; change++)
        {
            int place = random.Next(body.Count);
            switch (random.Next(4))
            {
                case 0: body[place] = (byte)random.Next(256); break;
                case 1: body.RemoveRange(place, random.Next(1, body.Count - place + 1)); break;
                case 2: body.InsertRange(place, body.GetRange(0, random.Next(1, Math.Min(body.Count, 600)))); break;
                default: body.Insert(place, (byte)"{}[]\",:e-9"[random.Next(10)]); break;
            }
        }
        return [.. body];
    }
}
