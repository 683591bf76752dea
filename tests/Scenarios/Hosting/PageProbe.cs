namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Questions to a page, asked inside the browser.</summary>
internal static class PageProbe
{
    /// <summary>How many pixels the page is wider than its window.</summary>
    public const string Overflow =
        "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)";

    /// <summary>Texts whose contrast with what is behind them is below WCAG 2.2 AA: 4.5, or 3 when large.</summary>
    /// <remarks>https://www.w3.org/TR/WCAG22/#contrast-minimum; disabled controls are exempt.</remarks>
    public const string PoorContrast =
        """
        () => {
          const read = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
          const line = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
          const light = c => 0.2126 * line(c.r) + 0.7152 * line(c.g) + 0.0722 * line(c.b);
          const behind = element => {
            for (let one = element; one; one = one.parentElement) {
              const color = read(getComputedStyle(one).backgroundColor);
              if (color.a > 0.99) return color;
            }
            return { r: 255, g: 255, b: 255 };
          };
          const poor = new Set();
          for (const element of document.querySelectorAll("body *")) {
            const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
            if (!own || !element.checkVisibility() || element.disabled || element.matches(".skip")) continue;
            const style = getComputedStyle(element);
            const [one, other] = [light(read(style.color)), light(behind(element))].sort((a, b) => b - a);
            const ratio = (one + 0.05) / (other + 0.05);
            const size = parseFloat(style.fontSize);
            if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5))
              poor.add(`${ratio.toFixed(2)} ${element.tagName} ${element.textContent.trim().slice(0, 40)}`);
          }
          return [...poor];
        }
        """;
}
