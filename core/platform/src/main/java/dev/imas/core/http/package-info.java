/**
 * What all routes of the JSON API share: authentication, limits, reading requests, paging, answers.
 */
@NullMarked
package dev.imas.core.http;

import org.jspecify.annotations.NullMarked;
