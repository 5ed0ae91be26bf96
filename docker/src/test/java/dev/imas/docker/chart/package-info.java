/** The chart for Kubernetes, as Helm renders it. */
@NullMarked
package dev.imas.docker.chart;

import org.jspecify.annotations.NullMarked;
