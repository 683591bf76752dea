using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.Net.Http.Headers;

namespace ItsmServerless.Kernel.Languages;

/// <summary>The languages that people are written to in, by their tags (BCP 47).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Language>))]
public enum Language
{
    /// <summary>English; taken where no other is known.</summary>
    [JsonStringEnumMemberName("en")] English,
    /// <summary>German.</summary>
    [JsonStringEnumMemberName("de")] German,
    /// <summary>French.</summary>
    [JsonStringEnumMemberName("fr")] French,
    /// <summary>Spanish.</summary>
    [JsonStringEnumMemberName("es")] Spanish,
}

/// <summary>The same thing in every language. One that is missing does not compile.</summary>
public sealed record InEach<T>(T English, T German, T French, T Spanish)
{
    /// <summary>The thing in one language.</summary>
    public T In(Language language) => language switch
    {
        Language.German => German,
        Language.French => French,
        Language.Spanish => Spanish,
        _ => English,
    };
}

/// <summary>Finds a language by what a browser says.</summary>
public static class PreferredLanguage
{
    private const int MostNamed = 20;

    /// <summary>The first of ours that an <c>Accept-Language</c> header would rather have (RFC 9110, 12.5.4); a region
    /// does not matter. English for none.</summary>
    public static Language Of(string? acceptLanguage)
    {
        if (!StringWithQualityHeaderValue.TryParseList([acceptLanguage ?? ""], out var named)) return Language.English;
        return named.Take(MostNamed).Where(one => one.Quality != 0).OrderByDescending(one => one.Quality ?? 1)
            .Select(one => OfTag(one.Value.ToString())).FirstOrDefault(found => found is not null) ?? Language.English;
    }

    private static Language? OfTag(string tag)
    {
        var primary = tag.Split('-')[0].ToLowerInvariant();
        return Words<Language>.All.Contains(primary) ? Words<Language>.Parse(primary) : null;
    }
}
