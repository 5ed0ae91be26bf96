/** HTTP in: authentication, limits, admission under load, answers in each sender's dialect. */
@NullMarked
package dev.imas.gateway.edge;

import org.jspecify.annotations.NullMarked;
