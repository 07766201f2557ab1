package dev.nunchi.app.service;

/// An adapter and the model that it belongs to, by their names in the libraries.
public record TunedModel(String model, String adapter) {}
