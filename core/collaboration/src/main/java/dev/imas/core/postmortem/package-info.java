/**
 * Post-mortems: what an incident taught, written by its people, read by another person before it is
 * published, and frozen then. Where one is required, people are reminded until there is one.
 */
@NullMarked
package dev.imas.core.postmortem;

import org.jspecify.annotations.NullMarked;
