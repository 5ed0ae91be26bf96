package dev.imas.core.demo;

/**
 * One post of the storm.
 *
 * @param sender the sender's name for people
 * @param alerts how many alerts the body has, including those that cannot be read
 */
public record DemoPost(String sender, String path, String contentType, String body, int alerts) {}
