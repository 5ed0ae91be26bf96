/**
 * What tenants want to know of incidents besides: fields of their own, with a value for each
 * incident (C69). A machine's incident is never refused for a missing value, and neither is a
 * resolve from a chat: what is missing is listed.
 */
@NullMarked
package dev.imas.core.field;

import org.jspecify.annotations.NullMarked;
