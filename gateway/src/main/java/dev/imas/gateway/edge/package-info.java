/** The door for HTTP: keys, limits of requests, and answers in each sender's dialect. */
@NullMarked
package dev.imas.gateway.edge;

import org.jspecify.annotations.NullMarked;
