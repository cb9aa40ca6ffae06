// IAMService
