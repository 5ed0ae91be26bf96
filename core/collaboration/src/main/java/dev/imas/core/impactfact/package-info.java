/**
 * From when until when customers were hit by an incident, as people say it (C60). It is a fact and
 * no clock: people correct it, each correction is kept, and no figure is counted from it.
 */
@NullMarked
package dev.imas.core.impactfact;

import org.jspecify.annotations.NullMarked;
