package dev.nunchi.app.judge;

/// A figure over answers that needs no judge.
public enum Metric {
    CAPTION_LOSS("captionLoss", Better.LOWER),
    CIDER("cider", Better.HIGHER),
    BLEU_4("bleu4", Better.HIGHER),
    ROUGE_L("rougeL", Better.HIGHER),
    CHAIR_S("chairS", Better.LOWER),
    CHAIR_I("chairI", Better.LOWER),
    PRESENCE_ACCURACY("presenceAccuracy", Better.HIGHER),
    PRESENCE_PRECISION("presencePrecision", Better.HIGHER),
    PRESENCE_RECALL("presenceRecall", Better.HIGHER),
    PRESENCE_F1("presenceF1", Better.HIGHER),
    PRESENCE_YES("presenceYesRatio", Better.NEITHER),
    EXACT_MATCH("exactMatch", Better.HIGHER);

    /// Which way a figure should go.
    public enum Better {
        HIGHER,
        LOWER,
        NEITHER
    }

    private final String key;
    private final Better better;

    Metric(String key, Better better) {
        this.key = key;
        this.better = better;
    }

    /// As JSON and bundles spell it.
    public String key() {
        return key;
    }

    public Better better() {
        return better;
    }
}
