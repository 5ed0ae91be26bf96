package dev.imas.gateway.decode;

/**
 * An element that is no alert: it is set aside with its bytes while its neighbours go on.
 *
 * @param pointer JSON pointer to what is wrong, such as {@code /alerts/1}
 * @param reason for people: what was expected
 */
public record BrokenElement(String pointer, String reason, int bodyStart, int bodyEnd)
    implements Element {}
