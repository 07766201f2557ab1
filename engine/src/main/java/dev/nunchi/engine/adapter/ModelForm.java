package dev.nunchi.engine.adapter;

/// In which form a model is taken.
public enum ModelForm {
    /// With what it has learnt itself, if it has: see [OwnAdapter].
    AS_SHIPPED,
    /// Its weights alone, on which all adapters stand.
    BARE
}
