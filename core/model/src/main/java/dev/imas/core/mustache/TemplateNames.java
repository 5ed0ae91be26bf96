package dev.imas.core.mustache;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names in a template, as the library has read it, which knows best.
 *
 * @param variables also of sections
 * @param templates others that it would use
 */
public record TemplateNames(SortedSet<String> variables, SortedSet<String> templates) {

  public static TemplateNames in(Template template) {
    SortedSet<String> variables = new TreeSet<>();
    SortedSet<String> templates = new TreeSet<>();
    template.visit(
        new Mustache.Visitor() {
          @Override
          public void visitText(String text) {}

          @Override
          public void visitVariable(String name) {
            variables.add(name);
          }

          @Override
          public boolean visitInclude(String name) {
            templates.add(name);
            return false;
          }

          @Override
          public boolean visitParent(String name) {
            return visitInclude(name);
          }

          @Override
          public boolean visitBlock(String name) {
            return visitInclude(name);
          }

          @Override
          public boolean visitSection(String name) {
            variables.add(name);
            return true;
          }

          @Override
          public boolean visitInvertedSection(String name) {
            return visitSection(name);
          }
        });
    return new TemplateNames(
        Collections.unmodifiableSortedSet(variables), Collections.unmodifiableSortedSet(templates));
  }
}
