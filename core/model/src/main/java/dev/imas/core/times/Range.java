package dev.imas.core.times;

/** Whole numbers from one to another, both within. */
record Range(int begin, int end) {

  boolean holds(int number) {
    return number >= begin && number <= end;
  }
}
