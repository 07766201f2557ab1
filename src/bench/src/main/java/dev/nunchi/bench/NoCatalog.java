package dev.nunchi.bench;

import dev.nunchi.app.service.ModelCatalog;

import java.lang.reflect.Proxy;

/// A catalogue for programs that open their one model themselves: whatever it is asked it refuses.
final class NoCatalog {
    private NoCatalog() {}

    static ModelCatalog refusing() {
        return (ModelCatalog)
                Proxy.newProxyInstance(
                        NoCatalog.class.getClassLoader(),
                        new Class<?>[] {ModelCatalog.class},
                        (_, method, _) -> {
                            throw new UnsupportedOperationException(method.getName());
                        });
    }
}
