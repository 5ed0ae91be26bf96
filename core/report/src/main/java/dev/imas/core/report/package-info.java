/**
 * Documents for people: a {@link dev.imas.core.report.Report} is data, and {@link
 * dev.imas.core.report.ReportFormat} writes it as Markdown, HTML, PDF or DOCX. All forms come from
 * one tree, so none says more than another. Nothing is loaded from anywhere while it is written.
 */
@NullMarked
package dev.imas.core.report;

import org.jspecify.annotations.NullMarked;
