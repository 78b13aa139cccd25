/**
 * {@code atoll node} and {@code atoll router}: one server in this process until it is stopped.
 * Every setting of theirs is a flag. What can fail: the configuration and the start, each said in
 * lines that name the place.
 */
package io.atoll.cli.server;
