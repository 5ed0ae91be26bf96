package dev.imas.gateway.decode;

/**
 * An element that is no alert. It is set aside with its bytes; the other elements go on.
 *
 * @param pointer JSON pointer to the fault, such as {@code /alerts/1}
 * @param reason for people: what was expected
 */
public record BrokenElement(String pointer, String reason, int bodyStart, int bodyEnd)
    implements Element {}
