package io.atoll.client;

/**
 * One of the values of a key.
 *
 * @param value as the codec read it
 * @param contentType what it was stored with; may be empty
 */
public record Sibling<V>(V value, String contentType) {}
