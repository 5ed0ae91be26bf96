package dev.imas.core.http;

import io.vertx.core.buffer.Buffer;

/**
 * A body that is a file: browsers store it and do not show it, so what people wrote in it cannot
 * act for whoever is logged in.
 *
 * @param name of the file, in ASCII
 */
public record FileBody(String name, String contentType, Buffer bytes) {}
