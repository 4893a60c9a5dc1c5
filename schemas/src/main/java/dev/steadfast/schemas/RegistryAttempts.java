package dev.steadfast.schemas;

import java.util.function.Supplier;

/** How often the registry is asked the same: once, unless whoever needs the answer would rather wait for it. */
public interface RegistryAttempts {

    /**
     * Asks.
     *
     * @return the answer
     * @throws RegistryException if there is none
     */
    <T> T make(Supplier<T> call);
}
