/**
 * What must hold beside a rule's matchers: a tree of tests of labels and of the time of the
 * decision, read from JSON and bounded when it is stored. Pure: the time comes in as an argument.
 */
@NullMarked
package dev.imas.core.rule.condition;

import org.jspecify.annotations.NullMarked;
