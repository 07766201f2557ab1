package dev.nunchi.app.ui.chat;

import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;

/// What the conversation asks of the program.
public record ChatServices(
        ChatService chats,
        ConversationService conversations,
        PictureService pictures,
        ModelService models) {}
