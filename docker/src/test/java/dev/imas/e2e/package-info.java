/** The product as its users meet it: a process of its own, real senders, real faults. */
@NullMarked
package dev.imas.e2e;

import org.jspecify.annotations.NullMarked;
