// STSService
