namespace MLNetDeep;

/// <summary>The page of the sample WebService in a real browser, where there is one.</summary>
[TestClass]
public sealed class WebPageTests
{
    private static WebService? s_service;

    [ClassCleanup]
    public static void Stop() => s_service?.Dispose();

    [TestMethod]
    public async Task Page_OfGoodValues_ShowsAProbabilityAndCountsTheRequest()
    {
        await using Browser page = await Open();
        await page.Becomes("document.querySelectorAll('#metrics tr').length === 7");
        int before = await Requests(page);
        await page.Evaluate("document.querySelector('button').click()");
        await page.Becomes(@"/^\d+\.\d % for a click$/.test(document.getElementById('answer').textContent)");
        await page.Becomes($"Number(document.querySelector('#metrics tr:nth-child(2) td:last-child').textContent) === {before + 1}");
        Assert.IsEmpty(page.Errors);
    }

    [TestMethod]
    public async Task Page_OfAValueOutOfRange_SaysWhatIsWrong()
    {
        await using Browser page = await Open();
        await page.Evaluate("document.querySelector('[name=Age]').value = '-1'");
        await page.Evaluate("document.querySelector('button').click()");
        await page.Becomes("document.getElementById('answer').textContent.includes('Age must be 0 to 150, or left out.')");
        Assert.IsEmpty(page.Errors);
    }

    [TestMethod]
    public async Task Page_LooksAtTheMeasurementsAgainAndAgain()
    {
        await using Browser page = await Open();
        await page.Becomes("document.querySelectorAll('#metrics tr').length === 7");
        int before = await Requests(page);
        using StringContent body = new("""{"Site":"s","Campaign":"c","Device":"d","City":"c"}""", System.Text.Encoding.UTF8, "application/json");
        await s_service!.Client.PostAsync("/predict", body); // somebody else's request
        await page.Becomes($"Number(document.querySelector('#metrics tr:nth-child(2) td:last-child').textContent) === {before + 1}");
    }

    private static async Task<int> Requests(Browser page) => (await page.Evaluate("Number(document.querySelector('#metrics tr:nth-child(2) td:last-child').textContent)"))!.GetValue<int>();

    private static async Task<Browser> Open()
    {
        if (Browser.Find() is not { } program)
        {
            Assert.Inconclusive("There is no Chromium on the path, and MLNETDEEP_BROWSER names none.");
            throw new InvalidOperationException();
        }
        s_service ??= await WebService.Start();
        return await Browser.Open(program, s_service.Client.BaseAddress!);
    }
}
