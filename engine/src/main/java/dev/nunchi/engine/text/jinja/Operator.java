package dev.nunchi.engine.text.jinja;

/// An operator between two values.
enum Operator {
    ADD("+"),
    SUBTRACT("-"),
    CONCATENATE("~"),
    MULTIPLY("*"),
    DIVIDE("/"),
    DIVIDE_DOWN("//"),
    REMAINDER("%"),
    POWER("**"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    IN("in"),
    NOT_IN("not in");

    private final String spelling;

    Operator(String spelling) {
        this.spelling = spelling;
    }

    String spelling() {
        return spelling;
    }
}
