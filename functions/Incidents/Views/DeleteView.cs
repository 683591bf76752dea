using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents.Views;

/// <summary>A view is of no use any more.</summary>
public static class DeleteView
{
    /// <summary>Its owner's or an admin's business.</summary>
    public static Decision<SavedViewEvent> Decide(string key, SavedView? view, Caller caller)
    {
        if (view is null || !view.IsShownTo(caller)) return ViewDesk.Unknown(key);
        return view.IsChangedBy(caller) ? new ViewDeleted() : PutView.NotTheirs(key);
    }
}
