package dev.imas.core.demo;

/**
 * One post of the storm.
 *
 * @param sender in words for people
 * @param alerts how many alerts the body holds, those that cannot be read included
 */
public record Post(String sender, String path, String contentType, String body, int alerts) {}
